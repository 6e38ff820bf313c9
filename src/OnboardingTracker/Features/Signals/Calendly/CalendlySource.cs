using OnboardingTracker.Domain.Policies;
using OnboardingTracker.Domain.Signals;
using OnboardingTracker.Features.Signals.Webhooks;

namespace OnboardingTracker.Features.Signals.Calendly;

/// <summary>
/// What Calendly's deliveries mean. A call is known by its invitee's address. A rescheduled one is a cancellation and a booking that
/// name each other, and come in either order.
/// </summary>
internal sealed class CalendlySource : PureSource
{
    public override string Name => SignalSources.Calendly;

    public override SignalReading Read(Delivery delivery, Policy policy)
    {
        var root = Loose.Parse(delivery.Raw);
        var name = root["event"].Text;
        var kind = name switch
        {
            "invitee.created" => SignalKinds.CallBooked,
            "invitee.canceled" => SignalKinds.CallCanceled,
            "invitee_no_show.created" => SignalKinds.CallNoShow,
            "invitee_no_show.deleted" => SignalKinds.CallNoShowUnset,
            null => throw new UnreadableSignalException("It is no delivery of Calendly: it names no event."),
            _ => null,
        };
        if (kind is null)
            return new SignalReading.Unused($"{name} is of a kind that is not used");
        var invitee = root["payload"];
        // The first version of Calendly's webhooks had the person and the meeting elsewhere: half of it would be guessed.
        if (invitee["uri"].Text is not { } uri)
            throw new UnreadableSignalException("It is not of the version of Calendly's webhooks that is read here: it names no invitee.");
        var meeting = invitee["scheduled_event"];
        return new SignalReading.Says(
            new SignalFact
            {
                Kind = kind,
                OccurredAt = root["created_at"].Time ?? delivery.ReceivedAt,
                About = new SignalAbout { Emails = invitee["email"].Email is { } email ? [email] : [], Name = invitee["name"].Text },
                Call = new CallFact
                {
                    Call = uri,
                    RescheduledFrom = kind == SignalKinds.CallBooked ? invitee["old_invitee"].Text : null,
                    Rescheduled = kind == SignalKinds.CallCanceled && invitee["rescheduled"].Flag == true,
                    StartsAt = meeting["start_time"].Time,
                    EndsAt = meeting["end_time"].Time,
                    EventType = meeting["name"].Text,
                    EventTypeAlso = meeting["event_type"].Text is { } address ? [address, address[(address.LastIndexOf('/') + 1)..]] : [],
                    Link = meeting["location"]["join_url"].Link ?? meeting["location"]["location"].Link,
                    Host = Host(meeting),
                    With = invitee["name"].Text ?? invitee["email"].Email,
                    Reason = invitee["cancellation"]["reason"].Text,
                },
            }
        );
    }

    private static string? Host(Loose meeting) =>
        meeting["event_memberships"]
            .Items.Select(host => host["user_email"].Text ?? host["user_name"].Text)
            .FirstOrDefault(host => host is not null);
}
