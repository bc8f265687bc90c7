# nbgrader's settings for this course: plain values, no logic. What the names in quotes do stands in course/grading/.
#
# Faculty run nbgrader and JupyterLab in this folder, so that this file is read. Trainees need only the first part of it
# (course id and exchange); `course open --cohort` writes that for them.

c = get_config()  # noqa: F821

# ---- The course, and where work is exchanged -------------------------------------------------------------------------

c.CourseDirectory.course_id = "discernment"
# Released, submitted and returned work passes through this folder. It must exist and be writable for everybody.
# c.Exchange.root = "/usr/local/share/nbgrader/exchange"
# On a hub with several courses, trainees' work is kept in a folder per course:
# c.Exchange.path_includes_course = True
# Several graders at once are better served by Postgres; the default is gradebook.db in this folder.
# c.CourseDirectory.db_url = "postgresql://grader@db/discernment"
c.CourseDirectory.ignore = [".ipynb_checkpoints", "*.pyc", "__pycache__", ".DS_Store", "feedback", ".*.lock"]

# ---- What trainees get -----------------------------------------------------------------------------------------------

c.ClearSolutions.code_stub = {"python": "# Your code here"}
c.ClearSolutions.text_stub = "Your answer here"
