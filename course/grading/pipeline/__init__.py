"""The steps that nbgrader runs over one submission, named in nbgrader_config.py."""
