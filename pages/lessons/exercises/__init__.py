"""Exercises of real courses: each retold, with buttons that open the pages on which it is done."""
