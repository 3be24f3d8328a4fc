"""Find which later recommendation restates which earlier one."""
