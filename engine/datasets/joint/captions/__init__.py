"""Images and captions: the type, captions made of what is measured, captions of the user's own."""
