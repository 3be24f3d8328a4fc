"""Hold the verbs with which a command begins ("Publish a plan"), as lists of what is to be done are written."""

from __future__ import annotations

COMMAND_WORDS = frozenset(
    """
    acknowledge act add address adopt agree allow amend apply appoint approve ask assess audit bring build carry change
    check clarify collect commission complete conduct consider continue create define delegate demand design develop
    direct draw enable enact encourage end engage ensure establish evaluate explore extend find fund give have hold
    identify implement improve include increase instruct introduce invest invite issue keep launch let maintain make
    monitor move name offer open pay plan prepare produce promote provide publish put raise record reduce reinstate
    remove renew repeal replace report request require review revise secure seek set share stop strengthen support take
    target teach tell test train treat undertake update urge use work write
    """.split()  # noqa: SIM905
)
