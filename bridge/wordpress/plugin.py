"""What the clients of sites with the plugin share, whatever they speak."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any

from bridge.errors import BridgeError
from bridge.wordpress import Post
from bridge.wordpress.answers import shaped
from bridge.wordpress.diagnosis import Diagnosis, Status, failure, findings
from bridge.wordpress.exchange import Pull, Told


class WithPlugin(ABC):
    """A site's plugin, which says by itself what is right and what is wrong."""

    url: str
    name: str

    @abstractmethod
    def status(self) -> Status:
        """What the plugin says of itself and of this user."""

    @abstractmethod
    def exchange(self, told: Told) -> Pull:
        """Tells how jobs stand and answers earlier events; takes the events that are due, for a minute, if asked to.

        An event that is not answered within that time comes again, under the same webhook id.
        """

    def goes_without(self) -> list[Diagnosis]:
        """With the plugin, a site goes without nothing."""
        return []

    def diagnose(self) -> list[Diagnosis]:
        """What is right and what is wrong between the bridge and this site; never raises a `BridgeError`."""
        try:
            return findings(self.status(), self.url, self.name)
        except BridgeError as error:
            return [failure(error, self.url)]


def post_of(data: Any) -> Post:
    """The plugin's answer about a post. Raises `SiteNotJson`."""
    image = data.get("featured_image") if isinstance(data, Mapping) else None
    alt = image.get("alt") if isinstance(image, Mapping) else None
    return shaped(Post, {**data, "featured_image_alt": alt} if isinstance(data, Mapping) else data)
