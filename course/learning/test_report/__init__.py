"""The results of the test, once its form is closed."""
