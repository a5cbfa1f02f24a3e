"""A correction of Streamlit 1.67.0, without which a page can go blank while it polls.

Elements that the browser has already travel as references. When a fragment runs again, the queue drops the elements
of its last run that were not sent yet, but keeps their references, which do not say whose they are. The browser is
then given a fourth child of a block that has two, and stops with "Bad delta path index". Here a reference names its
fragment, and goes with it.
"""

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime import forward_msg_cache
from streamlit.runtime.forward_msg_queue import ForwardMsgQueue
from streamlit.runtime.scriptrunner_utils import script_run_context

_clear = ForwardMsgQueue.clear


def correct() -> None:
    """Let every queue of this server know whose its references are. Doing it again changes nothing."""
    script_run_context.create_reference_msg = reference
    ForwardMsgQueue.clear = clear  # type: ignore[assignment, method-assign]


def reference(msg: ForwardMsg) -> ForwardMsg:
    """A reference to a message that names the fragment it belongs to, in a place that the browser does not read."""
    made = forward_msg_cache.create_reference_msg(msg)
    if made.HasField("ref_hash") and msg.delta.fragment_id:
        made.metadata.run.fragment_ids.append(msg.delta.fragment_id)
    return made


def clear(
    queue: ForwardMsgQueue, retain_lifecycle_msgs: bool = False, fragment_ids_this_run: list[str] | None = None
) -> None:
    """Empty the queue for a new run as Streamlit does, and drop the references of the fragments that run again."""
    _clear(queue, retain_lifecycle_msgs, fragment_ids_this_run)
    again = set(fragment_ids_this_run or ())
    queue._queue = [
        message
        for message in queue._queue
        if not (message.HasField("ref_hash") and again.intersection(message.metadata.run.fragment_ids))
    ]
