"""Agreements, their parties and the systems they concern; deals in arms."""

from agreements.models.agreements import (
    ENTERED_INTO_FORCE,
    Agreement,
    AgreementAlias,
    AgreementCitation,
    AgreementKind,
    AgreementStatus,
    Topic,
)
from agreements.models.parties import Coverage, CoverageRelation, Party, PartyRole
from agreements.models.transfers import Condition, Transfer, TransferAlias, TransferCitation

__all__ = [
    "ENTERED_INTO_FORCE",
    "Agreement",
    "AgreementAlias",
    "AgreementCitation",
    "AgreementKind",
    "AgreementStatus",
    "Condition",
    "Coverage",
    "CoverageRelation",
    "Party",
    "PartyRole",
    "Topic",
    "Transfer",
    "TransferAlias",
    "TransferCitation",
]
