"""A correction of Streamlit 1.67.0, which asks a service on the internet for the outer address of this machine.

It does so when a page of another address connects, and where no address is set. Nothing of this app may depend on what
is outside, and nothing is sent there. It can go when there is a setting for it.
"""

from streamlit import net_util


def correct() -> None:
    """Let this server know no outer address. Doing it again changes nothing."""
    net_util.get_external_ip = unknown


def unknown() -> None:
    """What Streamlit takes for an address that could not be found out."""
