"""The words of the teaching corpus: tags, domains, languages, and how they are numbered.

Tags in the head of the list are words that anybody may use. Congresses, domains and accounts are invented.
A tag's number is its place in `HEAD`; the tail of rare, made-up tags follows.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from course.corpus.making.streams import Array
from course.corpus.making.weights import slots, zipf

OWN, CHAT = "MedEd", "MedEdThursday"
COMMON = (
    "FOAMed MedTwitter MedStudents Simulation POCUS MedStudentTwitter Residency ClinicalReasoning "
    "Feedback Assessment OnlineLearning Curriculum Mentoring Wellbeing ClinicalSkills JournalClub "
    "TeachingTips EBM PatientSafety Tweetorial Leadership Research Interns CaseOfTheDay Communication "
    "Anatomy Ethics Visualise Faculty Bedside Podcast Equity Diagnostics Exams Handover PrimaryCare "
    "Learning Flipped Rounds Empathy"
).split()
TOPICS: dict[str, list[str]] = {
    "anaesthesia": "Anaesthesia Airway RegionalBlock Periop Sedation Ventilation PainMedicine PreOx".split(),
    "emergency medicine": "EmergencyMed Trauma Resus Triage Toxicology ECG Sepsis Ultrasound".split(),
    "cardiology": "Cardiology Echo HeartFailure Arrhythmia AFib Murmurs Hypertension Lipids".split(),
    "rheumatology": "Rheum Arthritis Lupus Gout Vasculitis JointExam Spondylo Biologics".split(),
    "surgery": "Surgery Laparoscopy Hernia SurgEd Suturing Theatre WoundCare Appendix".split(),
    "paediatrics": "Paediatrics Neonates Asthma Vaccines GrowthCharts PedsICU Bronchiolitis Fever".split(),
    "psychiatry": "Psychiatry Depression Psychosis MentalHealth Sleep Addiction Delirium Therapy".split(),
    "radiology": "Radiology CTScan MRI ChestXray Neuroimaging RadEd Contrast Fractures".split(),
    "infectious diseases": "Infections Antibiotics Stewardship TB Malaria HIV Microbiology Fungi".split(),
    "nephrology": "Nephrology AKI Dialysis Electrolytes Acidosis Transplant Sodium Proteinuria".split(),
    "neurology": "Neurology Stroke Epilepsy Headache Parkinson NeuroExam Dementia Neuropathy".split(),
    "obstetrics": "Obstetrics Midwifery Preeclampsia Labour Postpartum ObsAnaes Fetal Gynae".split(),
    "general practice": "GeneralPractice FamilyMed Diabetes Advice HomeVisit Oximetry Refer Frailty".split(),
    "oncology": "Oncology Chemo Palliative Immunology BreastCancer Haematology Survivors Lymphoma".split(),
    "critical care": "CriticalCare ICU ARDS Shock Weaning Lactate Fluids Nutrition".split(),
    "public health": "PublicHealth Epidemiology Smoking Outbreak Policy Statistics OneHealth Access".split(),
}
# Off-topic tags that now and then stand beside #MedEd, and new tags of its own: each in about 0.1 % of posts.
STRAY = (
    "Giveaway CryptoNews StockTips KeepFit HomeDecor TravelDeals SneakerDrop Horoscope DietTea LuckyDraw "
    "WinToday Streaming"
).split()
YOUNG = (
    "WardSketch TwoMinTeach QuietRounds ErrorSunday OneSlide AskAJunior NightShiftEd ReadAloud CaseInSix "
    "SlowMed DraftClub BlackboardMed"
).split()
CONGRESSES = ("OrlaCon", "VestaMed", "KesselDays", "NordlichtEd", "PalomaSim")
FIRST_YEAR, YEARS = 2012, 11
_CONGRESS_TAGS = [f"{name}{12 + year}" for year in range(YEARS) for name in CONGRESSES]
_TOPIC_TAGS = [tag for tags in TOPICS.values() for tag in tags]
HEAD: tuple[str, ...] = (OWN, CHAT, *COMMON, *_TOPIC_TAGS, *STRAY, *YOUNG, *_CONGRESS_TAGS)
OWN_TAG, CHAT_TAG, FIRST_COMMON = 0, 1, 2
FIRST_TOPIC = FIRST_COMMON + len(COMMON)
FIRST_STRAY = FIRST_TOPIC + len(_TOPIC_TAGS)
FIRST_YOUNG = FIRST_STRAY + len(STRAY)
FIRST_CONGRESS = FIRST_YOUNG + len(YOUNG)
TAIL = len(HEAD)  # as a number that is drawn, it says: one of the rare tags
WRITINGS = 4  # a tag of the head as it is, in small letters, in capitals, and with full-width capitals

LANGUAGE_WEIGHTS = (780, 70, 36, 34, 26, 14, 12, 28)
DOI_DOMAIN, DOI_PREFIX = "doi.example", "10.0000"  # no registrant: DOIs under it lead nowhere
SHORTENER = "lnk.example"
_KINDS = ("journal", "preprints", "blog", "video", "news", "podcast", "slides", "clinic", "course", "college")
_DOMAINS_NAMED = 560


def congress_tag(year: int, number: int) -> int:
    """The tag of a year's n-th congress."""
    return FIRST_CONGRESS + (year - FIRST_YEAR) * len(CONGRESSES) + number


@cache
def domains() -> tuple[str, ...]:
    """Invented host names, the most linked first; the shortener stands last."""
    names = [DOI_DOMAIN, "news.example", "video.example", "preprints.example"]
    for number in range(len(names), _DOMAINS_NAMED):
        names.append(f"{SYLLABLES[number * 7 % 24]}{SYLLABLES[number // 24]}-{_KINDS[number % 10]}.example")
    return (*names, SHORTENER)


SYLLABLES = (
    "alba bren cora dova elmo fenn gilda harro isel jura kolm lume marn nevo osta perl quen rila sorn tavi "
    "ulma vero wend zora"
).split()


@cache
def tag_table() -> Array:
    """For each topic, 2¹² places with a tag's number or `TAIL`: a tag drawn beside #MedEd, int32."""
    common = zipf(len(COMMON), head=2)
    rows = []
    for topic in range(len(TOPICS)):
        weights = [0] * (TAIL + 1)
        _spread(weights, FIRST_COMMON, common, 370_000)
        _spread(weights, FIRST_TOPIC, [1] * len(_TOPIC_TAGS), 50_000)
        _spread(weights, FIRST_TOPIC + 8 * topic, zipf(8, head=2), 430_000)
        _spread(weights, FIRST_STRAY, [1] * len(STRAY), 9_000)
        _spread(weights, FIRST_YOUNG, [1] * len(YOUNG), 9_000)
        weights[TAIL] = 132_000
        rows.append(slots(1 << 12, weights))
    return np.stack(rows)


def _spread(weights: list[int], first: int, parts: list[int], total: int) -> None:
    for number, part in enumerate(parts):
        weights[first + number] += part * total // sum(parts)


@cache
def domain_table() -> Array:
    """2¹⁴ places with a domain's number, falling as 1 / rank, int32; the shortener is not drawn."""
    return slots(1 << 14, zipf(_DOMAINS_NAMED))


def tail_tag(number: int) -> str:
    """The n-th rare tag: made up, and different from every other.

    >>> tail_tag(0), tail_tag(577)
    ('AlbaAlba0', 'BrenAlba1')
    """
    return f"{_PAIRS[number % 576]}{number // 576}"


_PAIRS = [first.title() + second.title() for second in SYLLABLES for first in SYLLABLES]


def writings(tag: str) -> tuple[str, ...]:
    """A tag as people write it: as it is, in small letters, in capitals, with its capitals in full width."""
    wide = "".join(chr(ord(letter) + 0xFEE0) if "A" <= letter <= "Z" else letter for letter in tag)
    return (tag, tag.lower(), tag.upper(), wide)
