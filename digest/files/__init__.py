"""File access: scan folders, write and remove files safely, lock a site, show source lines of problems."""
