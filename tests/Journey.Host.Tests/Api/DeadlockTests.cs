using Journey.Domain;
using Journey.Domain.Participants;
using Journey.Host.Recording;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Journey.Host.Tests.Api;

public sealed class DeadlockTests
{
    [Fact]
    public async Task A_command_that_gave_way_in_a_deadlock_is_carried_out_again()
    {
        await using var host = await HostUnderTest.Start();
        var (person, tries) = (new ParticipantId(Guid.CreateVersion7()), 0);
        var result = await host.Services.GetRequiredService<Journal>().Execute(Caller.Job(host.Operator, "service"), new Command
        {
            Participant = person,
            Decide = (_, _) => ValueTask.FromResult(Decide.Accept(new ParticipantRegistered(person, "P-1"))),
            Rows = () => ++tries < 3 ? [new NpgsqlBatchCommand("do $$ begin raise exception using errcode = '40P01'; end $$")] : [],
        }, default);
        result.ShouldBeOfType<CommandResult.Done>().Version.ShouldBe(1);
        tries.ShouldBe(3);
    }
}
