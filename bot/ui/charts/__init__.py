"""Pictures of figures, drawn in a process of their own: the drawing library is large and slow."""
