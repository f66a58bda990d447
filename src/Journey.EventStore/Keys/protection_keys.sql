-- ASP.NET's data-protection keys, in the order in which they were made; xml is encrypted
select xml from journey.protection_key order by id
