"""The endpoints of weapon systems and their vocabularies."""

from equipment.api.systems import WeaponSystemViewSet
from equipment.api.vocabularies import CategoryViewSet, PropertyViewSet

__all__ = ["CategoryViewSet", "PropertyViewSet", "WeaponSystemViewSet"]
