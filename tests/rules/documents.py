"""Documents that the tests of the reader begin from."""

from importlib.resources import files
from typing import Final

from config.directory import load_directory
from playbooks.vocabulary import Vocabulary

DIRECTORY: Final = load_directory(None)
KNOWN: Final[Vocabulary] = DIRECTORY.vocabulary
BREACH: Final = (files("playbooks") / "library/crisis/data-breach/v1.yaml").read_bytes()

SMALL: Final = """\
schema: 1
id: flood
version: 1
kind: crisis
title: {en: Flood, fr: Inondation}
changes: {en: First release., fr: Première version.}
keywords:
  en:
    - flood
    - water
  fr:
    - inondation
severity: sev2
cluster: victim
objective: trust
lead: comms
trigger: {en: Water in the station., fr: De l’eau dans la gare.}
do:
  - {en: Say when you speak next., fr: Dites quand vous reparlerez.}
dont:
  - {en: Do not guess., fr: Ne supposez rien.}
ladders: [press, unit]
steps:
  - id: look
    title: {en: Look, fr: Regarder}
  - id: say
    title: {en: Say it, fr: Le dire}
    kind: message
    role: comms
    due: 30m
    mandatory: true
    message: line
messages:
  line:
    strategy: inform
    lane: amber
    approvers: [comms]
    body:
      en: >-
        Rain came.
        {{fait}} We: {{contact}}
      fr: >-
        Il a plu.
        {{fait}} Nous : {{contact}}
review:
  hot_within: 48h
  questions:
    - id: planned
      text: {en: What was planned?, fr: Qu’est-ce qui était prévu ?}
    - id: happened
      text: {en: What happened?, fr: Que s’est-il passé ?}
    - id: why
      text: {en: Why?, fr: Pourquoi ?}
    - id: next-time
      text: {en: What next time?, fr: Que fera-t-on la prochaine fois ?}
"""
