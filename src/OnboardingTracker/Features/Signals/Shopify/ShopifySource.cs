using OnboardingTracker.Domain.Details;
using OnboardingTracker.Domain.Policies;
using OnboardingTracker.Domain.Signals;
using OnboardingTracker.Features.Signals.Webhooks;

namespace OnboardingTracker.Features.Signals.Shopify;

/// <summary>What the merch store's deliveries mean: orders and refunds of the consultation, the product that policy names.</summary>
internal sealed class ShopifySource : PureSource
{
    public override string Name => SignalSources.Shopify;

    public override SignalReading Read(Delivery delivery, Policy policy)
    {
        var root = Loose.Parse(delivery.Raw);
        return delivery.SourceKind switch
        {
            "orders/paid" => Order(root["order"].IsObject ? root["order"] : root, delivery, policy),
            "refunds/create" => Refund(root["refund"].IsObject ? root["refund"] : root, delivery, policy),
            _ => new SignalReading.Unused($"{delivery.SourceKind} is of a kind that is not used"),
        };
    }

    private static SignalReading Order(Loose order, Delivery delivery, Policy policy)
    {
        if (order["id"].Id is not { } id || !order["line_items"].Exists)
            throw new UnreadableSignalException("It is no order of Shopify: its id or what was ordered is missing.");
        if (order["test"].Flag == true)
            return new SignalReading.Unused("A test order");
        if (order["cancelled_at"].Exists)
            return new SignalReading.Unused("The order was cancelled");
        if (order["financial_status"].Text is not "paid")
            return new SignalReading.Unused("The order is not paid");
        var consultations = order["line_items"].Items.Where(line => IsConsultation(line, policy)).ToList();
        if (consultations.Count == 0)
            return new SignalReading.Unused("The order holds no consultation");
        return new SignalReading.Says(
            new SignalFact
            {
                Kind = SignalKinds.ConsultationPurchased,
                OccurredAt = order["updated_at"].Time ?? order["processed_at"].Time ?? order["created_at"].Time ?? delivery.ReceivedAt,
                About = new SignalAbout
                {
                    Emails =
                    [
                        .. new[] { order["email"].Email, order["contact_email"].Email, order["customer"]["email"].Email }
                            .OfType<string>()
                            .Distinct(),
                    ],
                    Name = order["billing_address"]["company"].Text ?? order["billing_address"]["name"].Text ?? Customer(order["customer"]),
                },
                Purchase = new PurchaseFact
                {
                    Order = id,
                    Number = order["name"].Text ?? order["order_number"].Id,
                    Quantity = (int)Math.Clamp(consultations.Sum(line => line["quantity"].Whole ?? 1), 1, 1000),
                    Amount = order["total_price"].Amount,
                    Currency = Currency(order["currency"]),
                    Link = Link(order, id),
                },
            }
        );
    }

    private static SignalReading Refund(Loose refund, Delivery delivery, Policy policy)
    {
        if (refund["order_id"].Id is not { } order)
            throw new UnreadableSignalException("It is no refund of Shopify: it names no order.");
        var lines = refund["refund_line_items"].Items.ToList();
        var consultations = lines.FindAll(line => IsConsultation(line["line_item"], policy));
        // Money alone, without a line: whether it is the consultation's, the order tells.
        if (lines.Count > 0 && consultations.Count == 0)
            return new SignalReading.Unused("The refund is of other things");
        var paidBack = refund["transactions"].Items.Where(IsPaidBack).ToList();
        if (paidBack.Count > 0 && paidBack.TrueForAll(transaction => transaction["test"].Flag == true))
            return new SignalReading.Unused("The refund of a test order");
        return new SignalReading.Says(
            new SignalFact
            {
                Kind = SignalKinds.ConsultationRefunded,
                OccurredAt = refund["created_at"].Time ?? delivery.ReceivedAt,
                Purchase = new PurchaseFact
                {
                    Order = order,
                    Full = consultations.Count > 0 && consultations.TrueForAll(IsWhole),
                    Quantity = (int)Math.Clamp(consultations.Sum(line => line["quantity"].Whole ?? 1), 0, 1000),
                    Amount = paidBack.Count == 0 ? null : paidBack.Sum(transaction => transaction["amount"].Amount ?? 0),
                    Currency = paidBack.Select(transaction => Currency(transaction["currency"])).FirstOrDefault(code => code is not null),
                },
            }
        );
    }

    /// <summary>By SKU, or by the number of the product or of its variant.</summary>
    private static bool IsConsultation(Loose line, Policy policy) =>
        new[] { line["sku"].Id, line["product_id"].Id, line["variant_id"].Id }
            .OfType<string>()
            .Any(id => policy.ConsultationSkus.Contains(id, StringComparer.OrdinalIgnoreCase));

    private static bool IsWhole(Loose refunded) =>
        (refunded["quantity"].Whole ?? 1) >= (refunded["line_item"]["quantity"].Whole ?? refunded["quantity"].Whole ?? 1);

    private static bool IsPaidBack(Loose transaction) =>
        transaction["kind"].Text == "refund" && transaction["status"].Text is null or "success";

    private static string? Currency(Loose currency) => currency.Text is { } text ? CurrencyCode.Normalise(text, out _) : null;

    private static string? Customer(Loose customer) =>
        string.Join(' ', new[] { customer["first_name"].Text, customer["last_name"].Text }.OfType<string>()) is { Length: > 0 } name
            ? name
            : null;

    /// <summary>The store's name stands only in the address of the customer's own page.</summary>
    private static string? Link(Loose order, string id) =>
        Uri.TryCreate(order["order_status_url"].Link, UriKind.Absolute, out var page)
        && page.Host.EndsWith(".myshopify.com", StringComparison.OrdinalIgnoreCase)
        && long.TryParse(id, System.Globalization.CultureInfo.InvariantCulture, out _)
            ? $"https://admin.shopify.com/store/{page.Host[..^".myshopify.com".Length]}/orders/{id}"
            : null;
}
