"""The live question card: an anywidget made of native form elements."""
