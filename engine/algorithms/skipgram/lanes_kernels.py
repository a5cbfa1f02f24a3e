"""Sixteen float32 numbers as one value inside numba kernels.

numba has no vector type, and LLVM gives up on vectorizing loops over a dozen streams that might overlap. With
these few operations a kernel says itself what stays in registers. LLVM splits the vectors where the processor's
are shorter, so the code runs everywhere; arrays are flat, indices are in range (nothing is checked) and rows are
padded with zeros to a multiple of `LANES`.
"""

import math
from typing import Any

import numpy as np
from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.core.datamodel.models import PrimitiveModel
from numba.extending import intrinsic, register_model

LANES = 16
CACHE_LINE = 64
FLOAT = ir.FloatType()
VECTOR = ir.VectorType(FLOAT, LANES)
INDEX = ir.IntType(32)
FAST = ("fast",)


class Lanes(types.Type):
    """The numba type of sixteen float32 numbers."""

    def __init__(self) -> None:
        super().__init__(name="Lanes")


lanes = Lanes()


@register_model(Lanes)
class LanesModel(PrimitiveModel):
    """Kept as an LLVM vector."""

    def __init__(self, dmm: Any, fe_type: types.Type):
        super().__init__(dmm, fe_type, VECTOR)


def padded(length: int) -> int:
    """`length`, rounded up to whole vectors."""
    return math.ceil(length / LANES) * LANES


def aligned_zeros(n_rows: int, n_columns: int) -> np.ndarray:
    """float32 zeros whose rows of whole vectors begin at cache lines: loads across two lines cost double."""
    extra = CACHE_LINE // 4
    flat = np.zeros(n_rows * n_columns + extra, dtype=np.float32)
    start = -flat.ctypes.data % CACHE_LINE // 4
    return flat[start : start + n_rows * n_columns].reshape(n_rows, n_columns)


@intrinsic
def load(typing: Any, array: Any, index: Any) -> Any:
    """array[index : index + 16]"""

    def codegen(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return builder.load(_address(context, builder, signature, args), align=4)

    return lanes(array, types.intp), codegen


@intrinsic
def store(typing: Any, array: Any, index: Any, value: Any) -> Any:
    """array[index : index + 16] = value"""

    def codegen(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        builder.store(args[2], _address(context, builder, signature, args), align=4)
        return context.get_dummy_value()

    return types.void(array, types.intp, lanes), codegen


@intrinsic
def prefetch(typing: Any, array: Any, index: Any) -> Any:
    """Ask for the cache line of array[index], which will be needed soon."""

    def codegen(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        address = builder.bitcast(_address(context, builder, signature, args), cgutils.voidptr_t)
        kind = ir.FunctionType(ir.VoidType(), [cgutils.voidptr_t, INDEX, INDEX, INDEX])
        function = cgutils.get_or_insert_function(builder.module, kind, "llvm.prefetch.p0i8")
        builder.call(function, [address, INDEX(0), INDEX(3), INDEX(1)])  # to read, keep, data
        return context.get_dummy_value()

    return types.void(array, types.intp), codegen


@intrinsic
def zeros(typing: Any) -> Any:
    """Sixteen zeros."""

    def codegen(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return ir.Constant(VECTOR, [0.0] * LANES)

    return lanes(), codegen


@intrinsic
def add(typing: Any, left: Any, right: Any) -> Any:
    """left + right"""

    def codegen(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return builder.fadd(*args, flags=FAST)

    return lanes(lanes, lanes), codegen


@intrinsic
def multiply_add(typing: Any, left: Any, right: Any, addend: Any) -> Any:
    """left * right + addend; `right` is a vector, or one float32 for all lanes."""
    right = lanes if isinstance(right, Lanes) else types.float32

    def codegen(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        left, right, addend = args
        if signature.args[1] is not lanes:
            right = _broadcast(builder, right)
        return builder.fadd(builder.fmul(left, right, flags=FAST), addend, flags=FAST)

    return lanes(lanes, right, lanes), codegen


@intrinsic
def over_root(typing: Any, value: Any, square: Any) -> Any:
    """value / sqrt(square), to all digits but the last; square > 0."""

    def codegen(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        kind = ir.FunctionType(VECTOR, [VECTOR])
        function = cgutils.get_or_insert_function(builder.module, kind, f"llvm.sqrt.v{LANES}f32")
        return builder.fdiv(args[0], builder.call(function, [args[1]], fastmath=FAST), flags=FAST)

    return lanes(lanes, lanes), codegen


@intrinsic
def bounded(typing: Any, value: Any, limit: Any) -> Any:
    """The value, or the limit with its sign where it is beyond; limit: one float32 for all lanes, > 0."""

    def codegen(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        value, limit = args[0], _broadcast(builder, args[1])
        kind = ir.FunctionType(VECTOR, [VECTOR, VECTOR])
        for name, end in (("minnum", limit), ("maxnum", builder.fneg(limit))):
            function = cgutils.get_or_insert_function(builder.module, kind, f"llvm.{name}.v{LANES}f32")
            value = builder.call(function, [value, end], fastmath=FAST)
        return value

    return lanes(lanes, types.float32), codegen


@intrinsic
def total(typing: Any, value: Any) -> Any:
    """The sum of the sixteen."""

    def codegen(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        kind = ir.FunctionType(FLOAT, [FLOAT, VECTOR])
        function = cgutils.get_or_insert_function(builder.module, kind, f"llvm.vector.reduce.fadd.v{LANES}f32")
        return builder.call(function, [FLOAT(0.0), args[0]], fastmath=FAST)

    return types.float32(lanes), codegen


def _address(context: Any, builder: Any, signature: Any, args: Any) -> Any:
    """Where array[index] lies, for args that begin with a flat float32 array and an index."""
    data = context.make_array(signature.args[0])(context, builder, args[0]).data
    return builder.bitcast(builder.gep(data, [args[1]]), VECTOR.as_pointer())


def _broadcast(builder: Any, scalar: Any) -> Any:
    undefined = ir.Constant(VECTOR, ir.Undefined)
    first = builder.insert_element(undefined, scalar, INDEX(0))
    return builder.shuffle_vector(first, undefined, ir.Constant(ir.VectorType(INDEX, LANES), [0] * LANES))
