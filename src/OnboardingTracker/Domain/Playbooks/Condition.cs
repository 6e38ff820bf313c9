using System.Linq.Expressions;

namespace OnboardingTracker.Domain.Playbooks;

/// <summary>
/// One condition of a playbook: a single expression. The database evaluates it over the whole book; evaluated on one account, it
/// explains why that account has or has not moved.
/// </summary>
public sealed class Condition
{
    private readonly Func<PlaybookSubject, RunContext, bool> _compiled;
    private readonly Func<RunContext, string> _name;
    private readonly Func<PlaybookSubject, RunContext, string> _value;

    /// <param name="name">What must hold, with the policy's numbers: "renewal within 10 days".</param>
    /// <param name="test">Must be translatable to SQL.</param>
    /// <param name="value">On which value it does or does not hold: "renews on 2026-12-01".</param>
    public Condition(
        Func<RunContext, string> name,
        Expression<Func<PlaybookSubject, RunContext, bool>> test,
        Func<PlaybookSubject, RunContext, string> value
    )
    {
        _name = name;
        _value = value;
        Test = test;
        _compiled = test.Compile();
    }

    public Expression<Func<PlaybookSubject, RunContext, bool>> Test { get; }

    public bool Holds(PlaybookSubject subject, RunContext context) => _compiled(subject, context);

    public ConditionResult Explain(PlaybookSubject subject, RunContext context) =>
        new(Name(context), Holds(subject, context), _value(subject, context));

    /// <summary>What must hold, in words, with the policy's numbers.</summary>
    public string Name(RunContext context) => _name(context);

    /// <summary>The test with the run's values put in, as a query over accounts takes it.</summary>
    public Expression<Func<PlaybookSubject, bool>> In(RunContext context)
    {
        var body = new PutIn(Test.Parameters[1], context).Visit(Test.Body);
        return Expression.Lambda<Func<PlaybookSubject, bool>>(body, Test.Parameters[0]);
    }

    /// <summary>
    /// A test that holds on every account on which this one holds on some day of a span. It may hold on others too: of a
    /// condition that is neither true from a day on nor up to a day, each part is asked for by itself.
    /// </summary>
    public Expression<Func<PlaybookSubject, bool>> OnSomeDay(RunContext first, RunContext last) =>
        Expression.Lambda<Func<PlaybookSubject, bool>>(
            new OnSomeDay(Test.Parameters[1], first, last, (part, run) => new PutIn(Test.Parameters[1], run).Visit(part)).Of(Test.Body),
            Test.Parameters[0]
        );

    private sealed class PutIn(ParameterExpression parameter, RunContext context) : ExpressionVisitor
    {
        protected override Expression VisitParameter(ParameterExpression node) =>
            node == parameter ? Expression.Constant(context) : base.VisitParameter(node);

        /// <summary>What an amount is worth is said by the policy's rates: for the query, a choice by currency.</summary>
        protected override Expression VisitMethodCall(MethodCallExpression node)
        {
            if (node.Method.Name != nameof(RunContext.InTeamCurrency) || node.Object != parameter)
                return base.VisitMethodCall(node);
            var (amount, currency) = (Visit(node.Arguments[0]), Visit(node.Arguments[1]));
            Expression worth = Expression.Constant(null, typeof(decimal?));
            foreach (var (code, rate) in context.Policy.CurrencyRates)
                worth = Case(code, Expression.Multiply(amount, Expression.Constant(rate, typeof(decimal?))), worth);
            return Case(context.Policy.TeamCurrency, amount, worth);

            Expression Case(string code, Expression then, Expression otherwise) =>
                Expression.Condition(Expression.Equal(currency, Expression.Constant(code)), then, otherwise);
        }
    }
}

/// <param name="Name">What must hold.</param>
/// <param name="Holds">Whether it does.</param>
/// <param name="Value">On which value.</param>
public sealed record ConditionResult(string Name, bool Holds, string Value);
