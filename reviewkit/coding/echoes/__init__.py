"""Which later recommendation restates which earlier one."""
