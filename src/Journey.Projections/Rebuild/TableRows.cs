using System.Linq.Expressions;
using System.Reflection;
using System.Text.Json;
using Npgsql;
using NpgsqlTypes;

namespace Journey.Projections;

/// <summary>What touched histories come to in one table of a read model: written over what was there, or copied into a table that is being filled.</summary>
public abstract class TableRows(string table)
{
    public string Table { get; } = table;

    /// <param name="rows">All that there are of <paramref name="streams"/>, and single ones of others.</param>
    /// <param name="sql">Its $1 is the rows, its $2 the streams: what these no longer have goes.</param>
    /// <param name="streams">Whose rows these all are.</param>
    public static TableRows Of<T>(string table, IReadOnlyCollection<T> rows, string sql, Guid[] streams) => new Rows<T>(table, rows, sql, streams);

    public abstract int Count { get; }

    /// <summary>No stream is concerned, and there is no row.</summary>
    internal abstract bool IsEmpty { get; }

    /// <summary>Writes them over what was there.</summary>
    internal abstract NpgsqlBatchCommand Command();

    /// <summary>The members that a column may hold, in snake case.</summary>
    internal abstract IReadOnlyCollection<string> Members { get; }

    internal abstract void Copy(NpgsqlBinaryImporter into, IReadOnlyList<string> columns);

    private sealed class Rows<T>(string table, IReadOnlyCollection<T> rows, string sql, Guid[] streams) : TableRows(table)
    {
        private static readonly Dictionary<string, Action<NpgsqlBinaryImporter, T>> Writers =
            typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance).ToDictionary(p => JsonNamingPolicy.SnakeCaseLower.ConvertName(p.Name), Columns.Writer<T>);

        public override int Count => rows.Count;

        internal override bool IsEmpty => streams.Length == 0 && rows.Count == 0;

        internal override IReadOnlyCollection<string> Members => Writers.Keys;

        internal override NpgsqlBatchCommand Command()
        {
            var command = RowJson.Command(sql, rows);
            command.Parameters.Add(new NpgsqlParameter { Value = streams, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid });
            return command;
        }

        internal override void Copy(NpgsqlBinaryImporter into, IReadOnlyList<string> columns)
        {
            var writers = columns.Select(c => Writers[c]).ToArray();
            foreach (var row in rows)
            {
                into.StartRow();
                foreach (var write in writers) write(into, row);
            }
        }
    }

    private static class Columns
    {
        private static string? NameOf(object? value) => value?.ToString();

        public static Action<NpgsqlBinaryImporter, T> Writer<T>(PropertyInfo member)
        {
            var row = Expression.Parameter(typeof(T));
            Expression value = Expression.Property(row, member);
            var type = Nullable.GetUnderlyingType(value.Type) ?? value.Type;
            // An id is a struct around a Guid.
            if (type.IsValueType && type.GetProperty("Value") is { PropertyType: var inner } id && inner == typeof(Guid))
            {
                value = type == value.Type ? Expression.Property(value, id)
                    : Expression.Condition(Expression.Property(value, "HasValue"), Expression.Convert(Expression.Property(Expression.Property(value, "Value"), id), typeof(Guid?)), Expression.Default(typeof(Guid?)));
                type = typeof(Guid);
            }
            if (type == typeof(Guid)) return Struct<Guid>(NpgsqlDbType.Uuid);
            if (type == typeof(int)) return Struct<int>(NpgsqlDbType.Integer);
            if (type == typeof(long)) return Struct<long>(NpgsqlDbType.Bigint);
            if (type == typeof(bool)) return Struct<bool>(NpgsqlDbType.Boolean);
            if (type == typeof(decimal)) return Struct<decimal>(NpgsqlDbType.Numeric);
            if (type == typeof(DateOnly)) return Struct<DateOnly>(NpgsqlDbType.Date);
            if (type == typeof(DateTimeOffset)) return Struct<DateTimeOffset>(NpgsqlDbType.TimestampTz);
            if (type.IsEnum)
            {
                // Under its name, as in JSON.
                value = Expression.Call(typeof(Columns), nameof(NameOf), null, Expression.Convert(value, typeof(object)));
                return Object<string, string>(NpgsqlDbType.Text, v => v);
            }
            if (type == typeof(string)) return Object<string, string>(NpgsqlDbType.Text, v => v);
            if (type.IsAssignableTo(typeof(IEnumerable<Guid>))) return Object<IEnumerable<Guid>, Guid[]>(NpgsqlDbType.Array | NpgsqlDbType.Uuid, v => [.. v]);
            if (type.IsAssignableTo(typeof(IEnumerable<string>))) return Object<IEnumerable<string>, string[]>(NpgsqlDbType.Array | NpgsqlDbType.Text, v => [.. v]);
            return (_, _) => throw new NotSupportedException($"{typeof(T).Name}.{member.Name} is a {type.Name}, which no column is filled with yet.");

            Action<NpgsqlBinaryImporter, T> Struct<V>(NpgsqlDbType column) where V : struct
            {
                var get = Expression.Lambda<Func<T, V?>>(Expression.Convert(value, typeof(V?)), row).Compile();
                return (into, of) => { if (get(of) is { } known) into.Write(known, column); else into.WriteNull(); };
            }

            Action<NpgsqlBinaryImporter, T> Object<V, W>(NpgsqlDbType column, Func<V, W> written) where V : class where W : class
            {
                var get = Expression.Lambda<Func<T, V?>>(value, row).Compile();
                return (into, of) => { if (get(of) is { } known) into.Write(written(known), column); else into.WriteNull(); };
            }
        }
    }
}
