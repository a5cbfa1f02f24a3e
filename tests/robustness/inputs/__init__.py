"""Bad input of every kind, and what is expected: read with a note, or refused with a sentence and a code."""
