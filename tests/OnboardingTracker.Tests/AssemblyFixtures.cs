using OnboardingTracker.Testing;

[assembly: AssemblyFixture(typeof(TestPostgres))]
