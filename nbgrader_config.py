# nbgrader's settings for this course: plain values, no logic. What the names in quotes do: course/grading/.
#
# Faculty run nbgrader and JupyterLab in this folder, so that this file is read. Trainees need only course id
# and exchange, which `course open --cohort` writes for them.

c = get_config()  # noqa: F821

# ---- The course, and where work is exchanged

c.CourseDirectory.course_id = "discernment"
# Released, submitted and returned work passes through this folder. It must exist and all can write there.
# c.Exchange.root = "/usr/local/share/nbgrader/exchange"
# On a hub with several courses, trainees' work is kept in a folder per course:
# c.Exchange.path_includes_course = True
# Several graders at once are better served by Postgres; the default is gradebook.db in this folder.
# c.CourseDirectory.db_url = "postgresql+psycopg://grader@db/discernment"
c.CourseDirectory.ignore = [".ipynb_checkpoints", "*.pyc", "__pycache__", ".DS_Store", "feedback", ".*.lock"]

# ---- What trainees get

c.ClearSolutions.code_stub = {"python": "# Your code here"}
c.ClearSolutions.text_stub = "Your answer here"

# ---- Grading
#
# The order is what keeps keys from submissions: a submission's cells run while no hidden test is in the
# notebook; what they left behind is read as data and scored after that, by the grader's own process; what a
# browser will see is rebuilt at the end. Take nothing out, and put nothing between Execute and Score.

c.Autograde.sanitize_preprocessors = [
    "course.grading.DropEmptyMetadata",
    "nbgrader.preprocessors.ClearOutput",
    "nbgrader.preprocessors.DeduplicateIds",
    "course.grading.DropEmptyMetadata",
    "nbgrader.preprocessors.OverwriteKernelspec",
    "course.grading.RestoreCells",
    "course.grading.WithholdHiddenTests",
    "course.grading.WithholdMarkScheme",
    "course.grading.CheckMetadata",
]
c.Autograde.autograde_preprocessors = [
    "course.grading.ExecuteSubmission",
    "course.grading.RestoreCells",
    "course.grading.Score",
    "nbgrader.preprocessors.IgnorePattern",
    "nbgrader.preprocessors.LimitOutput",
    "course.grading.SaveScores",
    "course.grading.LatePenalties",
    "course.grading.CheckMetadata",
    "course.grading.Sanitise",
]
# Reads a submitted notebook as far as it can be read: a damaged cell is no reason to lose the answers.
c.Autograde.exporter_class = "course.grading.ReadSubmission"
# Refuses trainee ids that a page or a folder name could not hold safely; finds a notebook that was renamed.
c.Autograde.pre_convert_hook = "course.grading.admit"

# Submissions run in an isolated kernel (docs/isolation.md): Linux with bubblewrap; `course doctor` tries it.
# Seconds a cell may run, and all cells of a notebook together.
c.ExecuteSubmission.timeout = 60
c.ExecuteSubmission.notebook_seconds = 600
# What a notebook and all it starts may take. Raise what an honest module needs.
c.ExecuteSubmission.memory_mb = 2000
c.ExecuteSubmission.processes = 256
c.ExecuteSubmission.folder_mb = 128
c.ExecuteSubmission.cell_output_kb = 2000
# A warning that a library prints is no reason to lose points (jupyter/nbgrader#1381).
c.IgnorePattern.enabled = True
c.IgnorePattern.pattern = r"(Future|Deprecation|User)Warning"

# Only if trainees' desks name a cohort (`cohort` in .course.json): their own numbers are drawn from it.
# c.OwnNumbers.cohort = "2026-autumn"

# Late work costs nothing unless faculty say so here. Some minutes cost nothing in any case.
# c.LatePenalties.grace_minutes = 15
# c.LateSubmissionPlugin.penalty_method = "zero"

# ---- Feedback

c.GenerateFeedback.preprocessors = ["course.grading.CollectResults"]
# What `nbgrader export` writes without a platform, with names that no spreadsheet works out.
c.ExportApp.plugin_class = "course.grading.exports.Csv"
c.GenerateFeedback.exporter_class = "course.grading.FeedbackPage"
# Questions with `reveal: after-form` are explained once their module is named here.
# c.FeedbackPage.closed_forms = ["t1-before"]

# ---- The exchange

c.ExchangeFactory.collect = "course.grading.CollectSubmissions"
c.ExchangeFactory.release_assignment = "course.grading.ReleaseAssignment"
c.ExchangeFactory.release_feedback = "course.grading.ReleaseFeedback"
c.ExchangeFactory.list = "course.grading.ListExchange"
# Work is taken and graded under ids that are in the gradebook (`nbgrader db student add`, or formgrader's
# Manage Students). A course without a list of trainees takes whoever hands in:
# c.CollectSubmissions.enrolled_only = False
# Where trainees have system accounts, work under somebody else's id is refused. True refuses all that the
# account of that name does not own; False asks nothing.
# c.CollectSubmissions.refuse_other_owners = True
# Keys in a git remote stop the release. Which remotes only faculty can read, or that nothing is marked here:
# c.ReleaseAssignment.private_remotes = ["origin"]
# c.ReleaseAssignment.public_keys_are_fine = True

# Files from a learning platform (`nbgrader zip_collect`): opened as a stranger's, answers taken along. Whose
# a file is, its own name says, never a name within a trainee's zip. Name your platform: canvas, moodle,
# blackboard or brightspace. Its own zip of everybody's work goes into downloaded/MODULE/archive/ as it is.
# Names and numbers in it are looked up in the gradebook.
# c.CollectFiles.platform = "canvas"
# Or say how downloads are named, here ID.zip:
# c.FileNameCollectorPlugin.named_regexp = r".*/extracted/(?P<student_id>[^/]+)/(?P<file_id>.+)"
c.ZipCollectApp.extractor_plugin = "course.grading.ExtractZips"
c.ZipCollectApp.collector_plugin = "course.grading.CollectFiles"
c.FileNameCollectorPlugin.valid_ext = [".ipynb", ".json"]
