using OnboardingTracker.BrowserTests;

[assembly: AssemblyFixture(typeof(World))]

// Two cores: a second browser at work would only make both slow.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
