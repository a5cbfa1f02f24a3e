"""What stands between the network and Streamlit: ASGI middleware, each for one promise, and the list of them."""
