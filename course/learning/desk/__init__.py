"""A trainee's desk: the folder, who works there, JupyterLab around it, and the page on which one lands."""
