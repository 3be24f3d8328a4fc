"""Code recommendations: themes, topics and echoes, from the coders' codes and from models that learn from them."""
