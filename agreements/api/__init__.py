"""The endpoints of agreements, their topics, and deals in arms."""

from agreements.api.agreements import AgreementFilterSet, AgreementViewSet, TopicViewSet
from agreements.api.transfers import TransferViewSet

__all__ = ["AgreementFilterSet", "AgreementViewSet", "TopicViewSet", "TransferViewSet"]
