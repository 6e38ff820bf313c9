using OnboardingTracker.Domain.Policies;
using OnboardingTracker.Domain.Signals;
using OnboardingTracker.Features.Signals.Webhooks;

namespace OnboardingTracker.Features.Signals.CalCom;

/// <summary>
/// What Cal.com's deliveries mean. MEETING_STARTED and MEETING_ENDED are sent by the clock, whether or not anybody came: they prove
/// nothing. A booking that waits for the host's word is none yet.
/// </summary>
internal sealed class CalComSource : PureSource
{
    public override string Name => SignalSources.CalCom;

    public override SignalReading Read(Delivery delivery, Policy policy)
    {
        var root = Loose.Parse(delivery.Raw);
        var payload = root["payload"];
        if (root["triggerEvent"].Text is not { } name)
            throw new UnreadableSignalException("It is no delivery of Cal.com as it comes without a payload template of one's own.");
        var kind = name switch
        {
            "BOOKING_CREATED" or "BOOKING_RESCHEDULED" => SignalKinds.CallBooked,
            // A host who declines leaves the customer without a call, as one who cancels does.
            "BOOKING_CANCELLED" or "BOOKING_REJECTED" => SignalKinds.CallCanceled,
            "BOOKING_NO_SHOW_UPDATED" => NoShow(payload),
            _ => null,
        };
        if (kind is null)
            return new SignalReading.Unused(
                name switch
                {
                    "MEETING_STARTED" or "MEETING_ENDED" => $"{name} is sent by the clock and does not prove that anybody came",
                    "BOOKING_REQUESTED" => "The booking waits for the host's word",
                    _ => $"{name} is of a kind that is not used",
                }
            );
        if ((payload["uid"].Text ?? payload["bookingUid"].Text) is not { } uid)
            throw new UnreadableSignalException($"It is no {name} of Cal.com: it names no booking.");
        return new SignalReading.Says(
            new SignalFact
            {
                Kind = kind,
                OccurredAt = root["createdAt"].Time ?? delivery.ReceivedAt,
                About = new SignalAbout { Emails = Emails(payload), Name = Booker(payload) },
                Call = Call(payload, uid, kind),
            }
        );
    }

    private static CallFact Call(Loose payload, string uid, string kind)
    {
        var slug = payload["type"].Text;
        var title = payload["eventTitle"].Text;
        string?[] also = [slug, payload["eventTypeId"].Id];
        return new()
        {
            Call = uid,
            RescheduledFrom = kind == SignalKinds.CallBooked ? payload["rescheduleUid"].Text ?? payload["fromReschedule"].Text : null,
            StartsAt = payload["startTime"].Time,
            EndsAt = payload["endTime"].Time,
            EventType = title ?? slug,
            EventTypeAlso = [.. also.OfType<string>().Where(other => other != (title ?? slug))],
            Link = payload["videoCallData"]["url"].Link ?? payload["metadata"]["videoCallUrl"].Link ?? payload["location"].Link,
            Host = payload["organizer"]["email"].Text ?? payload["organizer"]["name"].Text,
            With = Booker(payload) ?? (Emails(payload) is [var email, ..] ? email : null),
            Reason = payload["cancellationReason"].Text ?? payload["rejectionReason"].Text,
        };
    }

    /// <summary>Set where nobody of those named came; where one of them did, somebody did.</summary>
    private static string NoShow(Loose payload) =>
        payload["attendees"].Items.Any() && payload["attendees"].Items.All(attendee => attendee["noShow"].Flag == true)
            ? SignalKinds.CallNoShow
            : SignalKinds.CallNoShowUnset;

    /// <summary>Who booked; further guests may be of any company.</summary>
    private static IReadOnlyList<string> Emails(Loose payload)
    {
        if (payload["responses"]["email"]["value"].Email is { } booker)
            return [booker];
        var attendees = payload["attendees"].Items.Select(attendee => attendee["email"].Email).OfType<string>().Distinct();
        // The mark of a no-show names whom it is about, in no order.
        return payload["bookingUid"].Exists ? [.. attendees] : [.. attendees.Take(1)];
    }

    private static string? Booker(Loose payload) =>
        payload["responses"]["name"]["value"].Text
        ?? payload["attendees"].Items.Select(attendee => attendee["name"].Text).FirstOrDefault(name => name is not null);
}
