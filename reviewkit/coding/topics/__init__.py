"""Group recommendations into emergent topics with permanent ids."""
