"""The developer's house: what make, the demo and the test set-up promise."""

import pytest
from django.apps import apps
from django.conf import settings

from reference.models import DataVersion

MODELS = [
    model
    for label in settings.ARMOURY_APPS
    for model in apps.get_app_config(label).get_models()
    if model is not DataVersion
]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label_lower)
def test_made_records_keep_every_rule_of_their_model(model, make):
    make(model)

    record = make(model)

    record.full_clean()
    assert model.objects.count() >= 2
