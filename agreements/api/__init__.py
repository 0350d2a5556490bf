"""The endpoints of agreements, their topics, and deals in arms."""

from agreements.api.agreements import AgreementViewSet, TopicViewSet
from agreements.api.transfers import TransferViewSet

__all__ = ["AgreementViewSet", "TopicViewSet", "TransferViewSet"]
