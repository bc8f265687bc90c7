"""Reference answers of Trace it to the source: the key of the variant that a trainee's id picked.

Each stands in archive/variants.json, as the build of the archive computed it from the story's slots.
"""

from course.archive import archive_key

breath_chain = archive_key(__file__, "breath-card", "breath-chain")
breath_first = archive_key(__file__, "breath-card", "breath-first")
breath_notice = archive_key(__file__, "breath-card", "breath-notice")
breath_number = archive_key(__file__, "breath-card", "breath-number")
breath_after = archive_key(__file__, "breath-card", "breath-after")
breath_verdict = archive_key(__file__, "breath-card", "breath-verdict")

app_chain = archive_key(__file__, "chart-app", "app-chain")
app_first = archive_key(__file__, "chart-app", "app-first")
app_notice = archive_key(__file__, "chart-app", "app-notice")
app_after = archive_key(__file__, "chart-app", "app-after")
app_number = archive_key(__file__, "chart-app", "app-number")
app_verdict = archive_key(__file__, "chart-app", "app-verdict")
