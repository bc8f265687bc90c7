"""Reference answers of Stop, and read laterally: the key of the variant that a trainee's id picked.

Each stands in archive/variants.json, as the build of the archive computed it from the story's slots.
"""

from course.archive import archive_key

bay_claim = archive_key(__file__, "bay-four", "bay-claim")
bay_first = archive_key(__file__, "bay-four", "bay-first")
bay_owner = archive_key(__file__, "bay-four", "bay-owner")
bay_dose = archive_key(__file__, "bay-four", "bay-dose")
bay_correction = archive_key(__file__, "bay-four", "bay-correction")
bay_verdict = archive_key(__file__, "bay-four", "bay-verdict")
bay_action = archive_key(__file__, "bay-four", "bay-action")

pump_claim = archive_key(__file__, "pump-pile", "pump-claim")
pump_year = archive_key(__file__, "pump-pile", "pump-year")
pump_place = archive_key(__file__, "pump-pile", "pump-place")
pump_owner = archive_key(__file__, "pump-pile", "pump-owner")
pump_count = archive_key(__file__, "pump-pile", "pump-count")
pump_verdict = archive_key(__file__, "pump-pile", "pump-verdict")
pump_origin = archive_key(__file__, "pump-pile", "pump-origin")

clinic_first = archive_key(__file__, "clinic-domain", "clinic-first")
clinic_holder = archive_key(__file__, "clinic-domain", "clinic-holder")
clinic_year = archive_key(__file__, "clinic-domain", "clinic-year")
clinic_before = archive_key(__file__, "clinic-domain", "clinic-before")
clinic_support = archive_key(__file__, "clinic-domain", "clinic-support")
clinic_verdict = archive_key(__file__, "clinic-domain", "clinic-verdict")

knee_claim = archive_key(__file__, "knee-capsules", "knee-claim")
knee_first = archive_key(__file__, "knee-capsules", "knee-first")
knee_owner = archive_key(__file__, "knee-capsules", "knee-owner")
knee_gap = archive_key(__file__, "knee-capsules", "knee-gap")
knee_notice = archive_key(__file__, "knee-capsules", "knee-notice")
knee_interest = archive_key(__file__, "knee-capsules", "knee-interest")
knee_verdict = archive_key(__file__, "knee-capsules", "knee-verdict")

sepsis_claim = archive_key(__file__, "sepsis-alarm", "sepsis-claim")
sepsis_comparison = archive_key(__file__, "sepsis-alarm", "sepsis-comparison")
sepsis_n = archive_key(__file__, "sepsis-alarm", "sepsis-n")
sepsis_difference = archive_key(__file__, "sepsis-alarm", "sepsis-difference")
sepsis_owner = archive_key(__file__, "sepsis-alarm", "sepsis-owner")
sepsis_verdict = archive_key(__file__, "sepsis-alarm", "sepsis-verdict")
sepsis_cannot_tell = archive_key(__file__, "sepsis-alarm", "sepsis-cannot-tell")

patch_claim = archive_key(__file__, "loose-patches", "patch-claim")
patch_batches = archive_key(__file__, "loose-patches", "patch-batches")
patch_action = archive_key(__file__, "loose-patches", "patch-action")
patch_owner = archive_key(__file__, "loose-patches", "patch-owner")
patch_denominator = archive_key(__file__, "loose-patches", "patch-denominator")
patch_verdict = archive_key(__file__, "loose-patches", "patch-verdict")
patch_first = archive_key(__file__, "loose-patches", "patch-first")
