namespace OnboardingTracker.Data.Demo;

/// <summary>Invented companies and people; any likeness is chance.</summary>
internal static class DemoNames
{
    private static readonly string[] s_first =
    [
        "Alder",
        "Bramble",
        "Cinder",
        "Dovetail",
        "Elmwood",
        "Fathom",
        "Gantry",
        "Hollow",
        "Ironleaf",
        "Jasper",
        "Kestrel",
        "Lumen",
        "Marrow",
        "Nettle",
        "Oakline",
        "Pebble",
        "Quarry",
        "Rivet",
        "Saffron",
        "Thistle",
    ];

    private static readonly string[] s_second =
    [
        "Labs",
        "Freight",
        "Health",
        "Ledger",
        "Robotics",
        "Kitchen",
        "Studio",
        "Analytics",
        "Energy",
        "Learning",
        "Games",
        "Travel",
        "Security",
        "Homes",
        "Mobility",
        "Farms",
        "Payments",
        "Media",
        "Works",
        "Cloud",
    ];

    private static readonly string[] s_people =
    [
        "Rowan Pike",
        "Mina Castell",
        "Theo Brandt",
        "Yuki Arai",
        "Sade Bello",
        "Karim Haddad",
        "Freya Lindqvist",
        "Marco Testa",
        "Nadia Popescu",
        "Elliot Shaw",
        "Zeynep Kaya",
        "Hugo Marchetti",
    ];

    /// <summary>Four hundred different companies.</summary>
    public static string Company(int number) => $"{s_first[number % 20]} {s_second[(number / 20 + number * 7) % 20]}";

    public static string Domain(int number) => $"{Company(number).ToLowerInvariant().Replace(' ', '-')}.example";

    public static string Person(int number) => s_people[number % s_people.Length];
}
