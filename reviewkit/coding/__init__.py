"""Code recommendations: themes, topics and echoes, from hand codes and from models that learn from them."""
