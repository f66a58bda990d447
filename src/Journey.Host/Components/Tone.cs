namespace Journey.Host.Components;

/// <summary>What a colour says. Words say it too: no badge or dot stands for itself by colour alone.</summary>
public enum Tone { Neutral, Info, Good, Warn, Bad }
