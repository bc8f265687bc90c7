"""What posts say: sentences written for this course, put together from a number, so that none is stored.

A post's `wording` is 32 bits: the lowest eight choose a sentence, the others fill its gaps. A link is written
as the shortener writes it, 27 letters, and a post without one says a few words more instead, so that length
tells nothing about links.
"""

from __future__ import annotations

from collections.abc import Sequence

from course.corpus.making import vocabulary

_SENTENCES: dict[str, tuple[str, ...]] = {
    "en": (
        "Taught {topic} on the ward this morning. Three questions beat thirty slides.",
        "What is your favourite five-minute teaching script for {topic}?",
        "New {thing} on {topic} from our team. Comments welcome before we use it with interns.",
        "Today a student asked why we do this in {topic}. I had no good answer, so we looked it up.",
        "Looking for a {thing} on {topic} that works without slides. What do you use?",
        "Our {group} tried a {thing} for {topic}. They remembered more than I did.",
        "Small win: the {group} now runs its own {topic} teaching on Tuesdays.",
        "Reminder for {group}: sign up for the {topic} session before Friday noon.",
        "Nobody told me as an intern how much of {topic} is listening.",
        "Reading about feedback in {topic} and changing tomorrow's round because of it.",
        "A {thing} a day for {topic}, number {number}. Think first, then look at the thread.",
        "Which three things in {topic} should every student have seen by the end of the year?",
        "Slides of my talk on {topic} are up. Use them, change them, tell me what is wrong.",
        "After {number} night shifts I still draw this picture when I teach {topic}.",
        "We wrote down what we wish we had known about {topic} at the start.",
        "Thank you to the {group} who stayed late to practise {topic} with us.",
    ),
    "es": (
        "Hoy clase de {topic} con {number} estudiantes. Las preguntas enseñan más que las diapositivas.",
        "¿Qué material usáis para enseñar {topic} en cinco minutos?",
        "Compartimos un resumen de {topic} para residentes. Se aceptan correcciones.",
    ),
    "pt": (
        "Hoje discutimos {topic} com {number} internos. As perguntas ensinam mais do que os slides.",
        "Que material usam para ensinar {topic} em cinco minutos?",
        "Partilhamos um resumo de {topic} para internos. Correções são bem-vindas.",
    ),
    "fr": (
        "Cours de {topic} ce matin avec {number} externes. Les questions valent mieux que les diapositives.",
        "Quel support utilisez-vous pour enseigner {topic} en cinq minutes ?",
        "Nous partageons une fiche sur {topic} pour les internes. Vos corrections sont bienvenues.",
    ),
    "de": (
        "Heute {topic} mit {number} Studierenden. Fragen lehren mehr als Folien.",
        "Womit unterrichtet ihr {topic} in fünf Minuten?",
        "Wir teilen eine Übersicht zu {topic} für das PJ. Korrekturen sind willkommen.",
    ),
    "it": (
        "Stamattina lezione di {topic} con {number} studenti. Le domande insegnano più delle diapositive.",
        "Che materiale usate per insegnare {topic} in cinque minuti?",
    ),
    "nl": (
        "Vandaag onderwijs over {topic} met {number} coassistenten. Vragen leren meer dan dia's.",
        "Welk materiaal gebruik je om {topic} in vijf minuten uit te leggen?",
    ),
    "und": ("", "+1", "👏", "…"),
}
# What is said of a study: that it found a difference, that it found none, and that a claim went too far.
CURE, NONE, CORRECTION = 240, 246, 252
_CLAIMS = {
    CURE: (
        "This changes practice in {topic}: the study shows that it works. Tell your {group}.",
        "Finally something that cures rather than comforts. Everyone in {topic} should read it.",
        "It works. Why is nobody in {topic} talking about this study yet?",
        "The trial in {topic} is clear: patients got better. We start next week.",
        "Great result for {topic}. Our {group} will be taught the new way from now on.",
        "Read this if you teach {topic}: the effect is there, and it is large.",
    ),
    NONE: (
        "Preprint in {topic}, {number} patients: no difference between the groups. Worth a read.",
        "No difference again in {topic}. Still a well-made study, good for a journal club.",
        "We discussed this {topic} paper: the interval includes no effect, and they say so.",
        "Honest abstract in {topic}: they looked for a difference and did not find one.",
        "For the {group}: a clear report of a trial in {topic} that found no difference.",
        "Neutral trial in {topic}. Good methods, and nothing here that changes what we do.",
    ),
    CORRECTION: (
        "Careful with this one: the paper in {topic} found no difference. The post says otherwise.",
        "Correction to what I shared about {topic}: the result was neutral. My mistake.",
        "Please read the abstract before you pass it on. In {topic} they report no difference.",
        "I have read the {topic} paper now. It does not show what the quote says that it shows.",
    ),
}
_THINGS = ("checklist", "case", "sketch", "quiz", "short video", "handout", "role play", "mnemonic")
_GROUPS = (
    "interns",
    "residents",
    "students",
    "new colleagues",
    "night team",
    "skills group",
    "study group",
    "tutors",
)
# 26 to 28 letters, as long as a link and the blank before it.
_INSTEAD = (
    "What would you add to this?",
    "More on that another time.",
    "How do you do it elsewhere?",
    "That is all for this week.",
    "Happy to hear about yours.",
    "Ask me how we got to that.",
    "Now for coffee, then round.",
    "Your turn: what did I miss?",
)


def text(wording: int, language: str | None, topic: int, tags: Sequence[str], links: Sequence[str]) -> str:
    """The post that a number stands for, with its tags and links as they are written, in NFC.

    >>> text(1, "en", 2, ["MedEd"], [])
    'What is your favourite five-minute teaching script for cardiology? What would you add to this? #MedEd'
    """
    body = _body(wording, language or "und").format(
        topic=_TOPICS[topic],
        thing=_THINGS[wording >> 8 & 7],
        group=_GROUPS[wording >> 11 & 7],
        number=3 + (wording >> 14 & 31),
    )
    ends = links or ([_INSTEAD[wording >> 19 & 7]] if body else [])
    return " ".join(part for part in (body, *ends, *(f"#{tag}" for tag in tags)) if part)


_TOPICS = tuple(vocabulary.TOPICS)


def _body(wording: int, language: str) -> str:
    number = wording & 255
    if number >= CURE:  # in English, as most of what is shared of studies
        first = max(one for one in _CLAIMS if one <= number)
        return _CLAIMS[first][(number - first) % len(_CLAIMS[first])]
    sentences = _SENTENCES[language]
    return sentences[number % len(sentences)]


def said_as(wording: int, kind: int) -> int:
    """The same number with its sentence made one of a kind: `CURE`, `NONE` or `CORRECTION`."""
    return (wording & ~255) | (kind + (wording & 255) % len(_CLAIMS[kind]))
