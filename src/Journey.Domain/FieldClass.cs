namespace Journey.Domain;

/// <summary>How confidential a value is; decides who may open it and under which key it is sealed.</summary>
public enum FieldClass { None, Identity, Contact, General, Employment, Income, Justice, Health, Equity, Immigration }
