using Microsoft.AspNetCore.Components;

namespace Journey.Host.Pages;

/// <summary>A page that reads before it renders, once: no half-loaded state ever meets its markup.</summary>
public abstract class LoadedPage : ComponentBase
{
    protected abstract Task Load();

    public override async Task SetParametersAsync(ParameterView parameters)
    {
        parameters.SetParameterProperties(this);
        await Load();
        await base.SetParametersAsync(ParameterView.Empty);
    }
}
