"""The minimum specification of an idea, for programs."""

from litestar import get

from registry.ideas.queries import ideas as idea_queries
from registry.portfolio.queries import specification as queries
from registry.portfolio.queries.specification import Specification
from registry.portfolio.schemas.specification import (
    AreaClaimedOut,
    BoundedOut,
    DirectionOut,
    LentOut,
    MissingOut,
    OutcomeServedOut,
    PermissionsOut,
    ResourceOut,
    SpecificationOut,
    SponsoredOut,
)
from registry.web.doors import CurrentActor, DbSession, PathId


@get("/ideas/{idea_id:uuid}/specification", name="api.specification.show")
async def show(idea_id: PathId, session: DbSession, actor: CurrentActor) -> SpecificationOut:
    idea = await idea_queries.get_idea(session, actor, idea_id)
    found = await queries.get_specification(session, actor, idea)
    return SpecificationOut(
        idea_id=idea.id,
        reference=found.reference,
        title=idea.title,
        stage=found.standing.stage,
        lead=found.lead.name if found.lead else "",
        sponsor=found.sponsor.name if found.sponsor else "",
        explored_from=found.period.starts_on if found.period else None,
        explored_until=found.period.ends_on if found.period else None,
        direction=_direction(found),
        boundaries=[
            BoundedOut(
                id=each.row.id,
                sentence=each.row.sentence,
                limit=each.limit,
                framework=each.row.framework_name,
                status=each.row.status,
            )
            for each in found.boundaries
        ],
        resources=_resources(found),
        more_resources=found.more,
        permissions=_permissions(found),
        missing=[MissingOut.model_validate(each) for each in found.missing],
    )


def _direction(found: Specification) -> DirectionOut:
    outcomes = {outcome.outcome_id: outcome.sentence for outcome in found.outcomes}
    if found.served:
        outcomes.setdefault(found.served.id, found.served.sentence)
    return DirectionOut(
        framework_id=found.framework.framework_id if found.framework else None,
        framework=found.framework.name if found.framework else "",
        direction=found.framework.direction if found.framework else "",
        better=found.idea.better,
        outcomes=[
            OutcomeServedOut(id=each, sentence=sentence, is_served=each == found.idea.outcome_id)
            for each, sentence in outcomes.items()
        ],
        outcome=found.idea.outcome,
    )


def _resources(found: Specification) -> list[ResourceOut]:
    return [
        ResourceOut(
            pledge_id=line.pledge.id,
            kind=line.pledge.kind,
            amount=line.amount,
            what=line.pledge.what,
            by=line.pledger.name,
            partner=line.partner,
            starts_on=line.pledge.starts_on,
            ends_on=line.pledge.ends_on,
        )
        for line in found.resources
    ]


def _permissions(found: Specification) -> PermissionsOut:
    area = sponsorship = None
    if found.claimed:
        claim, line = found.claimed
        area = AreaClaimedOut(
            discretion_id=line.id,
            sentence=line.discretion.sentence,
            limits=list(line.limits),
            other_limits=line.discretion.other_limits,
            excluded=line.discretion.excluded,
            declared_by=line.declared_by.name,
            ends_on=line.discretion.ends_on,
            inside=claim.sentence,
        )
    if promise := found.sponsorship:
        until = promise.pledge.ends_on
        sponsorship = SponsoredOut(pledge_id=promise.pledge.id, by=promise.pledger.name, ends_on=until)
    licences = [
        LentOut(
            licence_id=line.id,
            partner=line.partner_name,
            place=line.licence.place,
            purpose=line.licence.purpose,
            conditions=list(line.conditions),
            starts_on=line.licence.starts_on,
            ends_on=line.licence.ends_on,
        )
        for line in found.licences
    ]
    return PermissionsOut(area=area, sponsorship=sponsorship, licences=licences)


routes = [show]
