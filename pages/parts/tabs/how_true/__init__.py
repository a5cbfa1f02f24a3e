"""How true is the map?"""
