using System.Linq.Expressions;

namespace OnboardingTracker.Domain.Playbooks;

/// <summary>
/// Widens a condition from one day to a span: a part that compares with a day is compared with the end of the span that lets more
/// accounts through, any other part that looks at the day is asked for on both ends.
/// </summary>
internal sealed class OnSomeDay(ParameterExpression run, RunContext first, RunContext last, Func<Expression, RunContext, Expression> putIn)
{
    /// <summary>What is the same on every day.</summary>
    private static readonly string[] s_constant =
    [
        nameof(RunContext.Policy),
        nameof(RunContext.PolicyVersion),
        nameof(RunContext.FinalOutreachStages),
        nameof(RunContext.InTeamCurrency),
    ];

    public Expression Of(Expression part) =>
        part switch
        {
            _ when !LooksAtDay(part) => putIn(part, first),
            BinaryExpression { NodeType: ExpressionType.AndAlso or ExpressionType.OrElse } both => both.Update(
                Of(both.Left),
                both.Conversion,
                Of(both.Right)
            ),
            BinaryExpression
            {
                NodeType: ExpressionType.LessThan
                    or ExpressionType.LessThanOrEqual
                    or ExpressionType.GreaterThan
                    or ExpressionType.GreaterThanOrEqual
            } compared when !LooksAtDay(compared.Left) && ValueOf(compared.Right, first) is IComparable one => putIn(
                compared,
                IsLater(one, compared.Right) == compared.NodeType is ExpressionType.LessThan or ExpressionType.LessThanOrEqual
                    ? last
                    : first
            ),
            MethodCallExpression { Method.Name: nameof(Enumerable.Any), Arguments: [var all, LambdaExpression test] } any
                when !LooksAtDay(all) => any.Update(
                null,
                [putIn(all, first), Expression.Lambda(test.Type, Of(test.Body), test.Parameters)]
            ),
            _ => Expression.OrElse(putIn(part, first), putIn(part, last)),
        };

    private bool IsLater(IComparable one, Expression value) => ValueOf(value, last) is { } other && one.CompareTo(other) <= 0;

    /// <summary>A value that follows from the run alone; null: it does not.</summary>
    private object? ValueOf(Expression value, RunContext of)
    {
        var known = putIn(value, of);
        return Parameters.In(known) ? null : Expression.Lambda<Func<object?>>(Expression.Convert(known, typeof(object))).Compile(true)();
    }

    private bool LooksAtDay(Expression part)
    {
        var looks = new Looks(run);
        looks.Visit(part);
        return looks.Found;
    }

    private sealed class Looks(ParameterExpression run) : ExpressionVisitor
    {
        public bool Found { get; private set; }

        protected override Expression VisitMember(MemberExpression node)
        {
            Found |= node.Expression == run && !s_constant.Contains(node.Member.Name);
            return base.VisitMember(node);
        }
    }

    private sealed class Parameters : ExpressionVisitor
    {
        private bool _found;

        public static bool In(Expression value)
        {
            var look = new Parameters();
            look.Visit(value);
            return look._found;
        }

        protected override Expression VisitParameter(ParameterExpression node)
        {
            _found = true;
            return node;
        }
    }
}
