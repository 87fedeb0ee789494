"""Labels of requests: tags with their figures, repeat contacts over time, target or not (G4, V6, G10)."""
