"""Every table of every room: importing this fills the metadata."""

import registry.accounts.models
import registry.boundaries.models
import registry.coaching.models
import registry.feedback.models
import registry.frameworks.models
import registry.history.models
import registry.ideas.models
import registry.licences.models
import registry.measures.models
import registry.media.models
import registry.notifications.models
import registry.open_register.models
import registry.people.models
import registry.pledges.models
import registry.portfolio.models
import registry.progress.models
import registry.stories.models
import registry.vision.models
