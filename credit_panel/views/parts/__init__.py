"""What several rooms are built from: drawing, styles, scripts, figures, boxes, numbers as people type them."""
